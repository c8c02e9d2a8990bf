"""Starts moto's server for objects of gigabytes.

moto 5.2 lists the versions of a bucket by deep copies of all its objects, with their content and the parts that they
were put together from: 12 GB of memory and of disk for each version of an archive of 6 GB. A listing needs none of
that, so a copy for it has no content here. Everything else is moto's.
"""

import sys
import tempfile

from moto.s3.models import FakeKey
from moto.server import main


def without_content(self, _memo):
    # Computed from the content, if it is not known yet.
    self.etag
    copied = FakeKey.__new__(FakeKey)
    copied.__dict__.update(self.__dict__)
    copied.multipart = None
    copied._value_buffer = tempfile.SpooledTemporaryFile()
    return copied


FakeKey.__deepcopy__ = without_content

if __name__ == "__main__":
    sys.exit(main())
