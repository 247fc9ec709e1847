"""Web chat: visitors of a web site, over a WebSocket or plain HTTP."""

from warmline.connectors.webchat.connector import WebChat, connector

__all__ = ["WebChat", "connector"]
