from django.test import SimpleTestCase

from config.error_reports import remove_personal_data


class ErrorReportTests(SimpleTestCase):
    def test_reports_have_no_requests_and_no_email_addresses(self) -> None:
        message = "Key (email)=(ada.lovelace@example.org) already exists."
        event = remove_personal_data({"message": message, "request": {"cookies": "session=1"}}, {})
        self.assertEqual(event, {"message": "Key (email)=([email]) already exists."})
