"""Questions and briefings for learning systems: Moodle XML, GIFT, QTI 2.1, Excel and SCORM 1.2, of any set of questions."""
