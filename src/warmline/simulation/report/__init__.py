"""A run as a page with charts: one file, no network, light and dark, with a table behind each chart."""

from warmline.simulation.report.page import write_page

__all__ = ["write_page"]
