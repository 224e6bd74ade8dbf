"""Which alert goes to which receiver: rules alone, no network and no clock.

A route has a condition; an alert that it holds of goes to the receivers of the route. Routes are independent of each
other: the order in which they stand means nothing, and none takes an alert away from another.

Fail closed: what is not known of an alert matches no rule. A condition answers yes, no or unknown, in the logic of
Kleene, and an alert takes a route where the answer is yes. So an attack in an unknown country takes neither the route
for Ukraine nor the one for all countries but Ukraine; it takes one for "critical or in Ukraine" if it is critical. A
rule that can never hold is refused with the configuration.

`condition` is what a person writes, `operators` what each of its fields asks of an alert, `checking` puts the answers
together, `deciding` adds changes, quiet hours and groups.
"""
