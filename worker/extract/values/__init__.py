"""Times, counts and sums of money in a sentence."""
