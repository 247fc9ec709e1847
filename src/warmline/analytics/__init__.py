"""The floor at this moment, and days in figures: one definition for each measure."""

from warmline.analytics.actions.alerts import alerts
from warmline.analytics.actions.report import report
from warmline.analytics.actions.wall import occupancy, wall
from warmline.analytics.measures import MEASURES, Measure
from warmline.analytics.model import Alert, DayReport, Figures, Occupancy, Wall

__all__ = [
    "MEASURES",
    "Alert",
    "DayReport",
    "Figures",
    "Measure",
    "Occupancy",
    "Wall",
    "alerts",
    "occupancy",
    "report",
    "wall",
]
