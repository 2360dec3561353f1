from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.template.response import TemplateResponse
from django.test import RequestFactory, TestCase
from django.urls import reverse

from users import roles, views
from users.models import User


class RoleTests(TestCase):
    def setUp(self) -> None:
        self.user = User.objects.create_user("ada@example.org")

    def assert_staff(self, *, expected: bool) -> None:
        self.user.refresh_from_db()
        self.assertEqual(self.user.is_staff, expected)

    def test_each_migrate_restores_the_roles(self) -> None:
        before = set(Group.permissions.through.objects.values_list("group__name", "permission__codename"))
        Group.objects.all().delete()
        for _run in range(2):
            call_command("migrate", verbosity=0)
        after = set(Group.permissions.through.objects.values_list("group__name", "permission__codename"))
        self.assertEqual(after, before)
        self.assertIn(("staff", "view_user"), after)

    def test_new_users_are_members(self) -> None:
        self.assertEqual([group.name for group in self.user.groups.all()], ["member"])

    def test_is_staff_follows_the_role(self) -> None:
        staff = Group.objects.get(name="staff")
        self.user.groups.add(staff)
        self.assert_staff(expected=True)
        self.user.groups.clear()
        self.assert_staff(expected=False)
        staff.user_set.add(self.user)
        self.assert_staff(expected=True)
        staff.user_set.clear()
        self.assert_staff(expected=False)

    def test_superusers_stay_staff(self) -> None:
        self.assertTrue(User.objects.create_superuser("root@example.org").is_staff)

    def test_a_command_grants_a_role(self) -> None:
        call_command("grant", "Ada@example.org", "staff", verbosity=0)
        self.assert_staff(expected=True)
        for arguments in (("nobody@example.org", "staff"), ("ada@example.org", "king")):
            with self.subTest(arguments=arguments), self.assertRaises(CommandError):
                call_command("grant", *arguments)


class UserListTests(TestCase):
    def get_list(self, role: str) -> TemplateResponse:
        request = RequestFactory().get(reverse("users:list"))
        user = User.objects.create_user(f"{role}@example.org")
        roles.grant(user, role)
        request.user = User.objects.get(pk=user.pk)
        response = views.UserListView.as_view()(request)
        assert isinstance(response, TemplateResponse)
        response.render()
        return response

    def test_staff_see_who_has_which_role(self) -> None:
        self.assertContains(self.get_list("staff"), "staff@example.org")

    def test_members_do_not(self) -> None:
        with self.assertRaises(PermissionDenied):
            self.get_list("member")
