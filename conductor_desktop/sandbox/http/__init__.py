"""HTTP as the sandbox speaks it: the gate every request passes, answers, and the bare line."""
