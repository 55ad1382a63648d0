from training.admin import booking, course, session  # registers them all

__all__ = ["booking", "course", "session"]
