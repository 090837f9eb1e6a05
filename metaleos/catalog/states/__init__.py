"""Where a value holds: state variables, requests, selections, tables of states, the plan."""
