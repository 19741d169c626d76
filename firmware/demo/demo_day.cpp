#include "demo/demo_day.h"

namespace gate {

const std::vector<DemoVisitor>& demo_visitors() {
  static const std::vector<DemoVisitor> kVisitors{
      {.name = "two-doses",
       .story = "two doses; enrolled from another recording",
       .doses = DemoVisitor::Doses{2, 90},
       .recording = "cap13_edit2.mp4",
       .expected = Reason::kAdmitted},
      {.name = "one-dose",
       .story = "genuine pass, but one dose only",
       .doses = DemoVisitor::Doses{1, 60},
       .recording = "franck.mp4",
       .expected = Reason::kTooFewDoses},
      {.name = "too-recent",
       .story = "genuine pass, second dose last week",
       .doses = DemoVisitor::Doses{2, 7},
       .photo_face = 0,
       .expected = Reason::kLastDoseTooRecent},
      {.name = "tampered",
       .story = "cached pass tampered with",
       .doses = DemoVisitor::Doses{2, 90},
       .photo_face = 1,
       .cache = DemoVisitor::Cache::kTamperedWith,
       // The loader does not believe the record, so nobody knows this face.
       .expected = Reason::kUnknownPerson},
      {.name = "stranger", .story = "a stranger, no pass", .photo_face = 3, .expected = Reason::kUnknownPerson},
  };
  return kVisitors;
}

}  // namespace gate
