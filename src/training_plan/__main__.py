"""``python -m training_plan`` is the command ``training-plan``."""

import sys

from training_plan.cli.main import main

sys.exit(main())
