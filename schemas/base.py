"""What all models of the contract share."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: it cannot change, it refuses keys it does not know, and equal content is equal."""

    model_config = ConfigDict(frozen=True, extra="forbid")
