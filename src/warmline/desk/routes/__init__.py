"""The desk over HTTP."""

from warmline.desk.canned import routes as canned
from warmline.desk.notices import routes as notices
from warmline.desk.routes import inbox, own, views

ROUTES = [*inbox.ROUTES, *views.ROUTES, *own.ROUTES, *canned.ROUTES, *notices.ROUTES]
