"""One page in HTML that shows a plan, and what changed since another one."""
