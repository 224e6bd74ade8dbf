"""The Celery consumer of a worker, which takes an acknowledgement that fails for a connection that is lost."""

from typing import Any

from celery.worker.consumer import Consumer


class ReconnectingConsumer(Consumer):  # type: ignore[misc]  # Celery has no types
    """Connects anew when a task cannot be acknowledged.

    Celery logs and forgets such an error (`Message.ack_log_error` of kombu 5.7), and the task keeps its place among
    those that a worker may hold. Where all tasks in work end so, the worker holds as many as it may, so it asks for no
    other, so nothing shows it that its connection is gone: it never takes a task again.
    """

    def call_soon_ack(self, acknowledge: Any, logger: Any, _errors: Any, *args: Any, **kwargs: Any) -> Any:
        """Acknowledge or reject a message soon; no error is one only to be logged, so the event loop ends with it."""
        return super().call_soon_ack(acknowledge, logger, (), *args, **kwargs)
