"""What the recording mail server writes, the post reads back."""

from email.message import EmailMessage

from buurtpreventie.embedded.post import Post
from buurtpreventie.embedded.smtp import record


def mail_to(address, text="Beste Zoë,\nuw melding is gezien.\n", html=None):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.nl", address, "Uw melding – gezien"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_text_and_subject_are_decoded(tmp_path):
    record(tmp_path, "a@example.nl", ["b@example.nl"], mail_to("b@example.nl"))

    [mail] = Post(tmp_path).list()

    assert (mail.sender, mail.to, mail.subject) == ("a@example.nl", ["b@example.nl"], "Uw melding – gezien")
    assert mail.text == "Beste Zoë,\nuw melding is gezien.\n"


def test_of_two_bodies_the_plain_one_is_kept(tmp_path):
    record(tmp_path, "a@example.nl", ["b@example.nl"], mail_to("b@example.nl", html="<p>Hoi</p>"))

    assert Post(tmp_path).list()[0].text.startswith("Beste Zoë")


def test_a_mail_without_headers_is_kept_too(tmp_path):
    record(tmp_path, "a@example.nl", ["b@example.nl"], b"hallo")

    assert [(mail.subject, mail.date) for mail in Post(tmp_path).list()] == [("", "")]


def test_the_list_is_in_order_of_arrival_and_can_be_narrowed(tmp_path):
    for address in ("b@example.nl", "c@example.nl", "b@example.nl"):
        record(tmp_path, "a@example.nl", [address], mail_to(address))
    post = Post(tmp_path)

    assert [mail.to[0][0] for mail in post.list()] == ["b", "c", "b"]
    assert [mail.to for mail in post.list(to="C@example.nl")] == [["c@example.nl"]]
    post.clear()
    assert post.list() == []
