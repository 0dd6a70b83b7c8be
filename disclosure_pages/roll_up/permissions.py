"""Who sees what the bodies report, and how the organs are doing."""

from __future__ import annotations

VIEW_ROLL_UP = "gongkai_pages.view_roll_up"
VIEW_EVALUATION = "gongkai_pages.view_evaluation"
EDIT_REPORTS = "gongkai_pages.change_annualstatistics"
