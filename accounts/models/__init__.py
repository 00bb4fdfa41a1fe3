from accounts.models.business_date import BusinessDate
from accounts.models.command import Command
from accounts.models.event import Event, EventDelivery
from accounts.models.number_ticket import NumberTicket
from accounts.models.person import Person
from accounts.models.role import RoleAssignment
from accounts.models.rule import RuleVersion
from accounts.models.user import User

__all__ = [
    "BusinessDate",
    "Command",
    "Event",
    "EventDelivery",
    "NumberTicket",
    "Person",
    "RoleAssignment",
    "RuleVersion",
    "User",
]
