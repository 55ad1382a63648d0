from training.models.booking import Booking, BookingEvent
from training.models.course import Course, Delivery
from training.models.session import Session, SessionDay

__all__ = ["Booking", "BookingEvent", "Course", "Delivery", "Session", "SessionDay"]
