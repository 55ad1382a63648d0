from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = "Training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from portal import registry
        from portal.search import services as searching
        from training import figures, personal, search_texts, work_list
        from training.models import Booking, Course, Session, SessionDay

        registry.figures.add("training", figures.for_period)
        registry.search_texts.add("training", search_texts.texts)
        registry.work_lists.add("training", work_list.lines)
        registry.personal_records.add("training", registry.PersonalRecords("Training", personal.export, personal.erase))
        registry.shown_models.add("training", [Course, Session, SessionDay, Booking])
        registry.past_models.add("training", [Booking])

        def course_saved(instance: Course, raw: bool = False, **kwargs) -> None:
            if not raw:
                search_texts.refresh_course(instance)

        def session_saved(instance: Session, raw: bool = False, **kwargs) -> None:
            if not raw:
                search_texts.refresh_session(instance)

        def deleted(instance: Course | Session, **kwargs) -> None:
            searching.remove([f"training.{instance._meta.model_name}:{instance.pk}"])

        post_save.connect(course_saved, sender=Course, weak=False, dispatch_uid="search_course")
        post_save.connect(session_saved, sender=Session, weak=False, dispatch_uid="search_session")
        for model in (Course, Session):
            post_delete.connect(deleted, sender=model, weak=False, dispatch_uid=f"search_{model.__name__}_deleted")
