"""Two routing keys of our own: numbers in, one number out, and the smallest comes first."""

LONG = 120  # seconds after which everybody counts alike
REST = 30  # seconds of peace that everybody is to have


def double_for_gold(tier: float, waited: float) -> float:
    """Let a gold customer's wait count double, until somebody has waited for long."""
    if waited > LONG:
        return -10_000 - waited
    return -2 * waited if tier == 1 else -waited


def rested(idle: float, occupancy: float) -> float:
    """Prefer who has worked least, of those who have had half a minute's peace."""
    return occupancy if idle >= REST else 1 + occupancy
