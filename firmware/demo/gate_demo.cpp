// gate-demo: the parts of firmware/demo.sh that gatectl has no business doing: a pretend health authority, visitors
// made from pictures, a break-in, and the day itself.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "demo/play.h"
#include "demo/prepare.h"

namespace {

using namespace gate;

int finish(const Status& status) {
  if (status) return EXIT_SUCCESS;
  std::cerr << "gate-demo: " << status.error().message << '\n';
  return EXIT_FAILURE;
}

int tamper(const DemoFolder& folder) {
  for (const DemoVisitor& visitor : demo_visitors()) {
    if (visitor.cache != DemoVisitor::Cache::kTamperedWith) continue;
    if (const Status done = tamper_with_cache(folder, visitor); !done) return finish(done);
    std::cout << "changed one bit of the cached pass \"" << visitor.name << "\"\n";
  }
  return EXIT_SUCCESS;
}

int play(const DemoFolder& folder, const std::filesystem::path& media, Audience audience) {
  const auto outcome = play_demo(folder, media, audience);
  if (!outcome) return finish(tl::make_unexpected(outcome.error()));
  std::cout << "\nSummary: " << outcome->as_expected << " as expected, " << outcome->otherwise << " otherwise\n"
            << "Contact sheet: " << folder.contact_sheet().string() << "\nEvents:        " << folder.events().string()
            << '\n';
  return outcome->otherwise == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"gate-demo: a day at the gate", "gate-demo"};
  app.require_subcommand(1);
  DemoFolder folder;
  std::filesystem::path media;
  std::filesystem::path source = ".";
  int status = EXIT_SUCCESS;
  const auto add = [&](const char* name, const char* help, auto action) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("DIR", folder.root, "folder of the demo")->required();
    command->callback([&status, action] { status = action(); });
    return command;
  };
  CLI::App* prepare = add("prepare", "make certificates, visitors and configuration",
                          [&] { return finish(prepare_demo(folder, media, source)); });
  prepare->add_option("--media", media, "what models/fetch --demo-media fetched")->required();
  prepare->add_option("--source", source, "the repository")->capture_default_str();
  add("tamper", "change a cached pass behind the terminal's back", [&] { return tamper(folder); });
  Audience audience = Audience::kNobody;
  CLI::App* day = add("play", "play the day", [&] { return play(folder, media, audience); });
  day->add_option("--media", media, "what models/fetch --demo-media fetched")->required();
  day->add_flag_callback(
      "--watch", [&] { audience = Audience::kInABrowser; },
      "wait for Enter before the first visitor and after the last");
  CLI11_PARSE(app, argc, argv);
  return status;
}
