"""Settings of nbgrader for assignments in DEPHN's language: see docs/grading.md."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "multi-task-learning"
# What students find in place of the lines between "### BEGIN SOLUTION" and "### END SOLUTION".
c.ClearSolutions.code_stub = {"dephn": "# Your lines:"}
# Seconds that a cell may take; training counts.
c.ExecutePreprocessor.timeout = 300
