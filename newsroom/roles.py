"""The three roles and what each may do, as one table. Each is a group of the same name.

A person may have several. Four-eyes guards hold for everybody, whatever their role.
"""

EDITORS, REVIEWERS, PUBLISHERS = "Editors", "Reviewers", "Publishers"

SEE = (
    "articles.view_article",
    "articles.view_revision",
    "articles.view_ledgerentry",
    "claims.view_claim",
    "claims.view_evidence",
    "claims.view_decision",
)

ROLES = {
    EDITORS: (
        *SEE,
        "articles.add_article",
        "articles.change_article",
        "articles.import_article",
        "claims.tag_claim",
        "claims.object_claim",
    ),
    REVIEWERS: (
        *SEE,
        "claims.review_claim",
        "claims.approve_claim",
        "claims.object_claim",
        "claims.view_confidential_evidence",
    ),
    PUBLISHERS: (
        *SEE,
        "articles.publish_article",
        "articles.override_gate",
        "claims.view_confidential_evidence",
    ),
}


def establish(group_model, permission_model):
    """Make the three groups with exactly the permissions of the table. Safe to run again."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.set([permissions[name] for name in names if name in permissions])
