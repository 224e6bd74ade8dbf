"""What all models of the contract share."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: it cannot change, it refuses keys it does not know, and equal content is equal."""

    # What is written holds every key, so the JSON Schema of what is written requires every key.
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)
