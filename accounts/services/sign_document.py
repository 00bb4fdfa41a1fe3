"""Sign a text."""

from accounts import clock
from accounts.esign.codes import IN_SESSION, Proof, SignedText
from accounts.esign.keys import sign
from accounts.esign.statements import statement_of
from accounts.models import Signature, User
from accounts.numbers import next_number
from accounts.web.request_context import current_request_id

PREFIX = "SG"


def sign_document(*, signer: User, capacity: str, text: SignedText, proof: Proof = IN_SESSION) -> Signature:
    """Write down who agreed to which words and how, under the company's seal, in the caller's transaction.

    The caller has shown the text and proved who acts; the same words are signed once. RULES esign: the proof is the
    signer's alone, the row is only added, and the whole content is kept with it.
    """
    earlier = Signature.objects.filter(
        signer=signer, document_kind=text.kind, document_number=text.number, document_hash=text.hash
    ).first()
    return earlier or put_signature(signer=signer, capacity=capacity, text=text, proof=proof)


def put_signature(*, signer: User, capacity: str, text: SignedText, proof: Proof) -> Signature:
    """Write a signature on something new, which nobody can have signed before."""
    signature = Signature(
        number=next_number(PREFIX),
        signer=signer,
        capacity=capacity,
        method=proof.method,
        document_kind=text.kind,
        document_number=text.number,
        content=text.content,
        document_hash=text.hash,
        text_version=text.version,
        language=signer.language,
        address_masked=proof.address_masked,
        authorisation=proof.authorisation,
        request_id=current_request_id(),
        signed_at=clock.now(),
        signed_on=clock.today(),
    )
    signature.key_id, signature.seal = sign(statement_of(signature))
    signature.save(force_insert=True)
    return signature
