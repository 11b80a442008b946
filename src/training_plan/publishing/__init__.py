"""From bytes to the disk, so that no reader ever sees half a plan."""
