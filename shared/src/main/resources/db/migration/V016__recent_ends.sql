-- What ended lately, for the pods that watch it. Owned by the registry.

CREATE INDEX session_ended_at ON session (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX binding_ended_at ON binding (ended_at) WHERE ended_at IS NOT NULL;
