#include "update/spawn_process_runner.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>

namespace gate {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kGlance = 20ms;  // how often a program that has closed its outputs is looked after

tl::unexpected<Error> io_error(std::string_view doing, int error) {
  return fail(ErrorCode::kIo, std::string(doing) + ": " + std::generic_category().message(error));
}

/// One end of a pipe or none.
class End {
 public:
  explicit End(int number = -1) : number_(number) {}
  End(End&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  End& operator=(End&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~End() { close(); }
  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

struct Pipe {
  End out;  ///< to be read
  End in;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return io_error("no pipe", errno);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{End(ends[0]), End(ends[1])};
}

/// What comes out of one stream, bounded, and cut into lines for whoever listens.
class Stream {
 public:
  Stream(End end, std::size_t limit, const std::function<void(std::string_view)>* listener)
      : end_(std::move(end)), limit_(limit), listener_(listener) {}

  int descriptor() const { return end_.get(); }

  /// Takes what is there now; closes at the end.
  void drain() {
    std::array<char, 4096> block{};
    while (end_.get() >= 0) {
      const ssize_t count = ::read(end_.get(), block.data(), block.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) return;
      if (count <= 0) return finish();
      take({block.data(), static_cast<std::size_t>(count)});
    }
  }

  std::string text() && { return std::move(text_); }

 private:
  void take(std::string_view piece) {
    text_.append(piece.substr(0, limit_ - std::min(limit_, text_.size())));
    if (listener_ == nullptr || !*listener_) return;
    for (const char c : piece) {
      if (c == '\n')
        tell();
      else if (line_.size() < limit_)
        line_ += c;
    }
  }

  void tell() {
    (*listener_)(line_);
    line_.clear();
  }

  void finish() {
    end_.close();
    if (!line_.empty()) tell();
  }

  End end_;
  std::size_t limit_;
  const std::function<void(std::string_view)>* listener_;
  std::string text_;
  std::string line_;
};

/// Words and environment as execve wants them; valid as long as their owner.
class Arguments {
 public:
  explicit Arguments(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::string& word : words_) pointers_.push_back(word.data());
    pointers_.push_back(nullptr);
  }
  char* const* get() const { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

std::vector<std::string> environment() {
  std::vector<std::string> variables{"LC_ALL=C"};  // messages are matched by their English text
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (!std::string_view(*variable).starts_with("LC_ALL=")) variables.emplace_back(*variable);
  return variables;
}

Result<pid_t> spawn(const Command& command, const Pipe& output, const Pipe& errors) {
  if (command.words.empty()) return fail(ErrorCode::kInvalidInput, "no program named");
  const Arguments words(command.words);
  const Arguments variables(environment());
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.in.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.in.get(), STDERR_FILENO);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // its group's number is its own
  pid_t child = -1;
  const int error =
      ::posix_spawnp(&child, command.words.front().c_str(), &actions, &attributes, words.get(), variables.get());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error == ENOENT) return fail(ErrorCode::kNotFound, command.words.front() + ": no such program");
  if (error != 0) return io_error(command.words.front() + ": cannot be run", error);
  return child;
}

/// A running child; killed with its group and collected unless it has ended.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (status_) return;
    ::kill(-id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }

  /// Its status once it has ended.
  std::optional<int> status() {
    int raw = 0;
    if (!status_ && ::waitpid(id_, &raw, WNOHANG) == id_)
      status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    return status_;
  }

 private:
  const pid_t id_;
  std::optional<int> status_;
};

/// Waits for output, a glance long: whoever closed their outputs, or handed them on to others, may have ended.
void wait_for(const Stream& output, const Stream& errors) {
  std::array<pollfd, 2> waiting{pollfd{output.descriptor(), POLLIN, 0}, pollfd{errors.descriptor(), POLLIN, 0}};
  ::poll(waiting.data(), waiting.size(), static_cast<int>(std::chrono::milliseconds(kGlance).count()));
}

}  // namespace

Result<ProcessEnd> SpawnProcessRunner::run(const Command& command) {
  auto output_pipe = make_pipe();
  auto errors_pipe = make_pipe();
  if (!output_pipe || !errors_pipe) return fail(output_pipe ? errors_pipe.error() : output_pipe.error());
  const auto id = spawn(command, *output_pipe, *errors_pipe);
  if (!id) return fail(id.error());
  output_pipe->in.close();
  errors_pipe->in.close();
  Child child(*id);
  Stream output(std::move(output_pipe->out), command.output_limit, &command.on_line);
  Stream errors(std::move(errors_pipe->out), command.output_limit, nullptr);
  const auto deadline = Clock::now() + command.time_limit;
  while (Clock::now() < deadline) {
    wait_for(output, errors);
    const auto status = child.status();  // before the last look: all it wrote is in the pipes then
    output.drain();
    errors.drain();
    if (status) return ProcessEnd{*status, std::move(output).text(), std::move(errors).text()};
  }
  return fail(ErrorCode::kTimeout, command.words.front() + ": took too long");
}

}  // namespace gate
