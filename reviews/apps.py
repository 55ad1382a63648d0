from django.apps import AppConfig

from portal import registry


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Learning from reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.search.following import follow
        from reviews import figures, search_texts
        from reviews.models import CaseReview, PracticeChange

        registry.search_texts.add("reviews", search_texts.search_texts)
        registry.figures.add("reviews", figures.for_period)
        follow(CaseReview, search_texts.search_text, (PracticeChange, "review"))
