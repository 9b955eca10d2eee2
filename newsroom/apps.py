from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from . import roles


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        # Receivers register themselves when they are imported, which needs the models.
        from . import receivers  # noqa: F401, PLC0415
        from .reader import search_filling  # noqa: F401, PLC0415

        # Articles are migrated after claims, and their permissions are made before this is
        # called, because this application is ready after django.contrib.auth.
        last = apps.get_app_config("articles")
        post_migrate.connect(establish_roles, sender=last, dispatch_uid="roles")


def establish_roles(**kwargs):
    roles.establish(apps.get_model("auth.Group"), apps.get_model("auth.Permission"))
