#include "common/mailbox.h"

#include <gmock/gmock.h>

#include <memory>
#include <thread>

namespace gate {
namespace {

using namespace std::chrono_literals;

TEST(Mailbox, NewestWinsAndIsTakenOnce) {
  Mailbox<int> box;
  box.put(1);
  box.put(2);
  EXPECT_EQ(box.take(0ms), 2);
  EXPECT_EQ(box.take(0ms), std::nullopt);
}

TEST(Mailbox, EmptyAfterTheTimeout) {
  Mailbox<int> box;
  EXPECT_EQ(box.take(1ms), std::nullopt);
}

TEST(Mailbox, CloseWakesTheReader) {
  Mailbox<int> box;
  std::jthread closer([&] { box.close(); });
  EXPECT_EQ(box.take(60s), std::nullopt);
  EXPECT_TRUE(box.closed());
}

TEST(Mailbox, LastMessageOutlivesClosing) {
  Mailbox<int> box;
  box.put(1);
  box.close();
  EXPECT_EQ(box.take(60s), 1);
  box.put(2);
  EXPECT_EQ(box.take(60s), 2);
  EXPECT_EQ(box.take(60s), std::nullopt);
}

TEST(Mailbox, HoldsWhatCannotBeCopied) {
  Mailbox<std::unique_ptr<int>> box;
  box.put(std::make_unique<int>(7));
  EXPECT_EQ(**box.take(0ms), 7);
}

// A replaced value's destructor may well put again, or be slow: it must not run under the lock.
TEST(Mailbox, ReplacedValueIsDestroyedOutsideTheLock) {
  struct PutsWhenDestroyed {
    Mailbox<std::shared_ptr<PutsWhenDestroyed>>* box = nullptr;
    ~PutsWhenDestroyed() {
      if (box) (void)box->closed();
    }
  };
  Mailbox<std::shared_ptr<PutsWhenDestroyed>> box;
  auto first = std::make_shared<PutsWhenDestroyed>();
  first->box = &box;
  box.put(std::move(first));
  box.put(std::make_shared<PutsWhenDestroyed>());
  EXPECT_TRUE(box.take(0ms));
}

TEST(Mailbox, ReaderOnAnotherThreadSeesRisingValuesAndTheLast) {
  constexpr int kLast = 20000;
  Mailbox<int> box;
  std::jthread writer([&] {
    for (int i = 1; i <= kLast; ++i) box.put(i);
    box.close();
  });
  int seen = 0;
  while (const auto value = box.take(60s)) {
    ASSERT_GT(*value, seen);
    seen = *value;
  }
  EXPECT_EQ(seen, kLast);
}

}  // namespace
}  // namespace gate
