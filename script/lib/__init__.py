"""What script/setup, script/server, script/test and .ci/run do, with the standard library alone."""
