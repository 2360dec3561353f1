from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import SimpleTestCase, TestCase, override_settings
from PIL import Image

from core import uploads


class UploadTests(SimpleTestCase):
    def test_an_image_is_recognized(self) -> None:
        self.assertEqual(uploads.get_format(uploads.example_image()), "PNG")

    def test_what_is_no_image_is_refused(self) -> None:
        drawing = BytesIO()
        Image.new("RGB", (1, 1)).save(drawing, "BMP")
        for content in (b"", b"<svg/>", drawing.getvalue()):
            with self.subTest(content=content[:10]), self.assertRaises(ValidationError):
                uploads.validate_image(ContentFile(content, "picture.png"))

    @override_settings(MAX_UPLOAD=3)
    def test_a_large_file_is_refused(self) -> None:
        uploads.validate_size(ContentFile(b"abc", "a.txt"))
        with self.assertRaises(ValidationError):
            uploads.validate_size(ContentFile(b"abcd", "a.txt"))

    def test_a_name_is_safe_and_short(self) -> None:
        field = uploads.StoredFile()
        content = ContentFile(b"")
        self.assertEqual(field.get_name("../../etc/pass wd", content), "pass_wd")
        self.assertEqual(field.get_name("..", content), "file")
        self.assertEqual(len(field.get_name("a" * 100, content)), uploads.MAX_NAME)
        self.assertEqual(uploads.StoredImage().get_name("a.gif", uploads.example_image()), "a.png")


class TransactionTests(TestCase):
    def test_files_of_a_failed_transaction_are_removed(self) -> None:
        with self.assertRaises(RuntimeError), uploads.atomic():
            name = default_storage.save("folder/a.txt", ContentFile(b"a"))
            names = uploads.new_files.get()
            assert names is not None
            names.append(name)
            raise RuntimeError
        self.assertFalse(default_storage.exists(name))
