"""Where the words of what is public are kept for searching; see articles.search_index."""

from django.db import models


class SearchEntry(models.Model):
    """One article that readers may find. Its words stand beside it, in what the database has.

    id      minute of publication and key of the article: the newest has the highest.
    facets  words such as "s3 y2030 len a12": what a search can be narrowed by.
    until   last day on which what the facets say of verdicts holds; none if it holds until told
            otherwise.
    """

    id = models.BigIntegerField(primary_key=True)
    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="+")
    facets = models.TextField(blank=True)
    until = models.DateField(null=True)

    def __str__(self):
        return f"{self.article_id}: {self.facets}"
