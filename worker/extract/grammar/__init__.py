"""Words, clauses, phrases and frames: what stands where in a sentence."""
