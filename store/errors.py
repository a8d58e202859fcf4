"""The one tree of expected errors.

    SebastianError
    ├── InvalidInput          the caller's words or arguments are at fault
    │   ├── InvalidTime           invalid_time
    │   │   └── InvalidWindow         invalid_window
    │   ├── FactNotFound          fact_not_found
    │   ├── FactNotCurrent        fact_not_current
    │   ├── SlotTaken             slot_taken
    │   ├── DuplicateFact         duplicate_fact
    │   ├── MissingPremise        missing_premise
    │   ├── CircularPremise       circular_premise
    │   ├── NotAsked              not_asked
    │   ├── TooManyAtOnce         too_many_at_once
    │   ├── NothingToUndo         nothing_to_undo
    │   ├── UndoConflict          undo_conflict
    │   ├── ImportUnreadable      import_unreadable
    │   ├── ImportUnknown         import_unknown
    │   ├── ImportTooLarge        import_too_large
    │   ├── OwnerNeeded           owner_needed
    │   ├── MemoryNotEmpty        memory_not_empty
    │   └── VoiceUnset            voice_unset
    ├── StoreError            what lies on disk is at fault
    │   ├── LedgerCorrupt         ledger_corrupt
    │   ├── ErasedListCorrupt     erased_list_corrupt
    │   ├── FolderLocked          folder_locked
    │   ├── ThreadsCorrupt        threads_corrupt
    │   ├── BackupUnusable        backup_unusable
    │   ├── FolderNotEmpty        folder_not_empty
    │   ├── PassphraseNeeded      passphrase_needed
    │   ├── WrongPassphrase       wrong_passphrase
    │   ├── FolderNotEncrypted    folder_not_encrypted
    │   ├── KeysCorrupt           keys_corrupt
    │   ├── KeyFileUnusable       key_file_unusable
    │   ├── DiskFull              disk_full
    │   └── FolderReadOnly        folder_read_only
    ├── TurnAbandoned         turn_abandoned: nobody waits for the answer any more
    ├── RemoteError           a Sebastian that runs elsewhere is at fault
    │   ├── ServerUnreachable     server_unreachable
    │   └── TokenRefused          unauthorized
    └── ModelError            a model or its service is at fault
        ├── ModelUnavailable      model_unavailable
        ├── ModelTimeout          model_timeout
        ├── ModelQuota            model_quota
        ├── ModelAnswerInvalid    model_answer_invalid
        └── AudioUnreadable       audio_unreadable
            ├── AudioTooShort         audio_too_short
            ├── AudioTooLong          audio_too_long
            ├── AudioSilent           audio_silent
            └── AudioUnclear          audio_unclear

Every one carries a stable `code`. Anything that is not in this tree is a bug and propagates. The message is for
developers and logs (English, naming the value at fault and the remedy); `api/` says it to people in Chinese and
`tools/` says it to the model.
"""

import errno
from typing import Any, ClassVar, Final

_NOT_WRITABLE: Final = (errno.EROFS, errno.EACCES, errno.EPERM)


class SebastianError(Exception):
    """An expected failure with a stable `code`; `details` are JSON values that a translation may use."""

    code: ClassVar[str] = "internal"

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details: dict[str, Any] = details


class InvalidInput(SebastianError):
    """The caller gave something that cannot be used; nothing was written."""

    code = "invalid_input"


class InvalidTime(InvalidInput):
    """A time has no zone, lies in the future, or cannot be read."""

    code = "invalid_time"


class InvalidWindow(InvalidTime):
    """A span of time ends before it begins."""

    code = "invalid_window"


class FactNotFound(InvalidInput):
    """No fact, or no turn, has this id."""

    code = "fact_not_found"


class FactNotCurrent(InvalidInput):
    """The fact was superseded, retracted or lost its support; `details` has `status` and `superseded_by`."""

    code = "fact_not_current"


class SlotTaken(InvalidInput):
    """A slot that holds one value holds one already; `details` has `id` and `statement` of the fact in it."""

    code = "slot_taken"


class DuplicateFact(InvalidInput):
    """The same thing is known already; `details` has `id` and `statement` of the fact that says it."""

    code = "duplicate_fact"


class MissingPremise(InvalidInput):
    """A derived fact cites premises that are not current facts; `details` has `missing`, a list of ids."""

    code = "missing_premise"


class CircularPremise(InvalidInput):
    """A conclusion would rest on itself; `details` has its `id` and `premise`, the one that rests on it already."""

    code = "circular_premise"


class NotAsked(InvalidInput):
    """The user's own words of this turn do not warrant what the model wants to do."""

    code = "not_asked"


class TooManyAtOnce(InvalidInput):
    """The model has ended as many facts in this turn as it may, `details["limit"]`."""

    code = "too_many_at_once"


class NothingToUndo(InvalidInput):
    """Nothing has changed that was not undone already."""

    code = "nothing_to_undo"


class UndoConflict(InvalidInput):
    """What is to be undone was changed again since; `details` has `id`, the fact that stands in the way."""

    code = "undo_conflict"


class VoiceUnset(InvalidInput):
    """A spoken answer is asked for, and no voice is set."""

    code = "voice_unset"


class ImportUnreadable(InvalidInput):
    """A file to be imported is damaged; `details` may have the `line` at fault."""

    code = "import_unreadable"


class ImportUnknown(InvalidInput):
    """A file to be imported is of no kind that is known."""

    code = "import_unknown"


class ImportTooLarge(InvalidInput):
    """A file to be imported unpacks to more than can be honest."""

    code = "import_too_large"


class OwnerNeeded(InvalidInput):
    """Several people speak in a file to be imported; `details` has their `names`, in one string."""

    code = "owner_needed"


class MemoryNotEmpty(InvalidInput):
    """An export can only be taken over by a memory that is empty, or that holds the beginning of the same."""

    code = "memory_not_empty"


class StoreError(SebastianError):
    """What lies on disk cannot be used as it is."""

    code = "store_error"


class LedgerCorrupt(StoreError):
    """A record inside the ledger, not its torn tail, fails its hash, sequence or syntax."""

    code = "ledger_corrupt"


class ErasedListCorrupt(StoreError):
    """The list of what was erased is damaged: what was erased could come back, so nothing is opened."""

    code = "erased_list_corrupt"


class FolderLocked(StoreError):
    """Another process owns this data folder; `details` has its `pid`, and `since` when, where they can be read."""

    code = "folder_locked"


class TurnAbandoned(SebastianError):
    """Whoever asked has gone, and the model was told to stop; the words are on disk and their mining is owed."""

    code = "turn_abandoned"


class ThreadsCorrupt(StoreError):
    """The file of conversations is damaged; the memory beside it is not."""

    code = "threads_corrupt"


class BackupUnusable(StoreError):
    """A backup is damaged or none, or what was to be backed up is damaged; nothing was changed."""

    code = "backup_unusable"


class FolderNotEmpty(StoreError):
    """There are memories where a backup was to be restored; `details` has `users`, their names."""

    code = "folder_not_empty"


class PassphraseNeeded(StoreError):
    """The data folder, or a backup, is encrypted, and neither a passphrase nor a key file is given."""

    code = "passphrase_needed"


class WrongPassphrase(StoreError):
    """The passphrase, or the key file, does not open what is encrypted; nothing was changed."""

    code = "wrong_passphrase"


class FolderNotEncrypted(StoreError):
    """A passphrase or a key file is given, and the memories in the data folder are not encrypted."""

    code = "folder_not_encrypted"


class KeysCorrupt(StoreError):
    """`keys.json`, which holds the wrapped key, is damaged; each backup has another."""

    code = "keys_corrupt"


class KeyFileUnusable(StoreError):
    """The key file cannot be read, or is too short to be a key."""

    code = "key_file_unusable"


class DiskFull(StoreError):
    """There is no room on the disk, or in the quota; what was asked for was not kept."""

    code = "disk_full"


class FolderReadOnly(StoreError):
    """The folder, or the disk under it, may not be written to; what was asked for was not kept."""

    code = "folder_read_only"


def refused_by_disk(message: str, error: OSError) -> StoreError:
    """Give what to raise, `from error`, where the system refused; the message is followed by the system's own."""
    kinds = {errno.ENOSPC: DiskFull, errno.EDQUOT: DiskFull} | dict.fromkeys(_NOT_WRITABLE, FolderReadOnly)
    return kinds.get(error.errno or 0, StoreError)(f"{message}: {error}")


class RemoteError(SebastianError):
    """A Sebastian that runs elsewhere failed, or answered with nothing that can be used."""

    code = "remote_error"


class ServerUnreachable(RemoteError):
    """No Sebastian answers at the address, or not in time."""

    code = "server_unreachable"


class TokenRefused(RemoteError):
    """The server does not know the token."""

    code = "unauthorized"


class ModelError(SebastianError):
    """A model, or the service behind it, failed; the user's words are already on disk."""

    code = "model_error"


class ModelUnavailable(ModelError):
    """The model's service refuses, cannot be reached, or its weights are absent or fail their hash."""

    code = "model_unavailable"


class ModelTimeout(ModelError):
    """The model did not answer within `timeout_s`."""

    code = "model_timeout"


class ModelQuota(ModelError):
    """The account behind the key is out of quota or is being rate-limited."""

    code = "model_quota"


class ModelAnswerInvalid(ModelError):
    """The model answered, but with nothing that can be used."""

    code = "model_answer_invalid"


class AudioUnreadable(ModelError):
    """The audio cannot be decoded, or nothing can be heard in it."""

    code = "audio_unreadable"


class AudioTooShort(AudioUnreadable):
    """The audio is over before a word could be said."""

    code = "audio_too_short"


class AudioTooLong(AudioUnreadable):
    """The audio is longer than a turn may be; `details` has `limit_min`."""

    code = "audio_too_long"


class AudioSilent(AudioUnreadable):
    """Nobody speaks in the audio: silence, music, noise."""

    code = "audio_silent"


class AudioUnclear(AudioUnreadable):
    """Somebody speaks in the audio, too indistinctly or in a language that is not known."""

    code = "audio_unclear"
