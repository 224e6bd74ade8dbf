from worker.extract.reading import extract

__all__ = ["extract"]
