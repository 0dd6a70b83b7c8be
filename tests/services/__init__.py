"""The services that tests need, started by the test run itself."""
