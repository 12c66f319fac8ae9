-- The index of V039 begins with all of this one. Owned by tasks.
DROP INDEX task_call_request;
