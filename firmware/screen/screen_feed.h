#pragma once

#include <string>

#include "camera/frame.h"
#include "common/mailbox.h"
#include "screen/visitor_view.h"

namespace gate {

/// What the terminal's threads put for the screen's. Thread-safe; putting never waits. Owned by main; outlives them
/// all.
struct ScreenFeed {
  Mailbox<Frame> frames;         ///< from `capture`
  Mailbox<VisitorView> visitor;  ///< from `recognition`
  Mailbox<GateView> gate;        ///< from `gate`
  Mailbox<PairingView> pairing;  ///< from `console`
  Mailbox<std::string> first;    ///< likewise: the language that stands first from now on
};

}  // namespace gate
