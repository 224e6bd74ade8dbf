"""Which alert goes to which receiver: rules alone, no network and no clock."""
