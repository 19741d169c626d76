#include "config/config.h"

#include "config/config_fields.h"
#include "config/json_types.h"

namespace gate {
namespace {

struct Writer {
  template <class T>
  void operator()(const std::string& pointer, const T& value) {
    document[nlohmann::json::json_pointer(pointer)] = value;
  }
  template <class T>
  void operator()(const std::string& pointer, const std::optional<T>& value) {
    if (value) (*this)(pointer, *value);
  }

  nlohmann::json document = nlohmann::json::object();
};

}  // namespace

nlohmann::json to_json(const Config& config) {
  Writer writer;
  Config copy = config;  // the list of fields is one for reading and writing, and reading writes
  visit_fields(writer, copy);
  return writer.document;
}

}  // namespace gate
