"""What can go wrong on the write side.

ZerenError                   one Chinese line for the user
├── DocumentError            one document cannot be read; the others go on
│   ├── FileUnreadable       missing, empty, of no known format or encoding
│   │   └── ReadingStopped   reading it broke a bound, or the machine had no turn for it: the file may be a good one
│   ├── NoTasksFound         it was read, and holds no task
│   ├── TableNotUnderstood   a table of tasks whose rows or columns were not understood
│   └── ShapeViolated        its graph breaks a rule of ontology/shapes.ttl
├── SettingsError            documents.toml says something that cannot be used
├── SnapshotNotWritten       the disk does not take the snapshot
├── SnapshotDamaged          the current snapshot is damaged, or of another version: nothing can be added to it
├── BackupUnusable           a backup can't be written, or can't be put back
├── UploadTooLarge           more files, or larger ones, than are taken at once
├── ClusterUnusable          the cluster that is to read can't be reached, or is not fit for it
└── BuildRunning             another build is at work on the same snapshots

UnknownTerm (an AttributeError) is a mistake in the program, not of a user: a term that the ontology does not define.
"""


class ZerenError(Exception):
    """Says in one Chinese line what is wrong, where, and what to do."""


class DocumentError(ZerenError):
    """One document cannot be published; `unknown_headings` are words over its columns that may be why."""

    def __init__(self, line: str, unknown_headings: tuple[str, ...] = ()) -> None:
        super().__init__(line)
        self.unknown_headings = unknown_headings


class FileUnreadable(DocumentError):
    """The file is missing, empty, or of no known format or encoding."""


class ReadingStopped(FileUnreadable):
    """Reading the file broke a bound, or the machine had no turn for it."""


class NoTasksFound(DocumentError):
    """The document was read, and holds no task in a known way of writing."""


class TableNotUnderstood(DocumentError):
    """A table of tasks whose rows or columns were not understood."""


class ShapeViolated(DocumentError):
    """A document's graph breaks a rule of ontology/shapes.ttl."""


class SettingsError(ZerenError):
    """documents.toml says something that cannot be used."""


class SnapshotNotWritten(ZerenError):
    """The disk does not take the snapshot."""


class UploadTooLarge(ZerenError):
    """More files, or larger ones, than are taken at once."""


class SnapshotDamaged(ZerenError):
    """The current snapshot is damaged, or was made by a program of another version."""


class BackupUnusable(ZerenError):
    """A backup can't be written, or can't be put back."""


class UnknownTerm(AttributeError):
    """A term that its vocabulary does not define."""


class BuildRunning(ZerenError):
    """Another build is at work on the same snapshots."""


class ClusterUnusable(ZerenError):
    """The cluster that is to read documents can't be reached, or is not fit for it."""
