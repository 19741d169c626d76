#include <gtest/gtest.h>

#include "encoding/json_text.h"
#include "rules/certlogic_expression.h"

namespace gate {
namespace {

using Json = nlohmann::json;

/// What comes out, as JSON text; an error's message when nothing does.
std::string result(const std::string& logic, const std::string& data = "null") {
  const Json context = parse_json(data).value();
  const auto expression = CertLogicExpression::read(parse_json(logic).value());
  if (!expression) return expression.error().message;
  CertLogicBudget budget;
  const auto value = expression->evaluate(CertLogicValue(context), budget);
  return value ? value->to_json(1000).value().dump() : value.error().message;
}

TEST(CertLogic, LiteralsAreThemselves) {
  EXPECT_EQ(result("true"), "true");
  EXPECT_EQ(result("-17"), "-17");
  EXPECT_EQ(result(R"("apple")"), R"("apple")");
  EXPECT_EQ(result(R"(["a", {"+": [1, 2]}, []])"), R"(["a",3,[]])");
}

TEST(CertLogic, WhatIsNoLiteralOfTheLanguageIsRefused) {
  EXPECT_EQ(result("null"), "null is not a literal of the language");
  EXPECT_EQ(result("[1, 1.5]"), "1/a number that is no integer is not a literal of the language");
  EXPECT_EQ(result("{}"), "an operation is an object with one key");
  EXPECT_EQ(result(R"({"and": [true, true], "!": [true]})"), "an operation is an object with one key");
}

TEST(CertLogic, AnUnknownOperationIsNamedWithItsPlaceAlsoWhereItIsNotEvaluated) {
  EXPECT_EQ(result(R"({"if": [true, 1, {"!": [{"or": [1, 2]}]}]})"),
            R"(if/2/!/0/"or": not an operation of the language)");
  EXPECT_EQ(result(R"({"=": [1, 1]})"), R"("=": not an operation of the language)");
}

TEST(CertLogic, OperandsAreCounted) {
  EXPECT_EQ(result(R"({"if": [true, 1]})"), "if: takes 3 operands, not 2");
  EXPECT_EQ(result(R"({"and": [true]})"), "and: takes 2 or more operands, not 1");
  EXPECT_EQ(result(R"({"<": [1, 2, 3, 4]})"), "<: takes 2 or 3 operands, not 4");
  EXPECT_EQ(result(R"({"!": []})"), "!: takes 1 operands, not 0");
  EXPECT_EQ(result(R"({"===": 1})"), "===: takes an array of operands");
  EXPECT_EQ(result(R"({"var": ["a"]})"), "var: takes one text, the path");
}

TEST(CertLogic, VarDrillsIntoData) {
  const std::string data = R"({"a": [{"b": "c"}, 7], "0": "zero", "t": "text", "n": null})";
  EXPECT_EQ(result(R"({"var": "a.0.b"})", data), R"("c")");
  EXPECT_EQ(result(R"({"var": "a.1"})", data), "7");
  EXPECT_EQ(result(R"({"var": "0"})", data), R"("zero")");
  for (const char* nowhere : {"a.2", "a.-1", "a.b", "a.00x", "t.0", "n.x", "x.y.z", "a.", ".", "A", "a.0.b.c"})
    EXPECT_EQ(result(R"({"var": ")" + std::string(nowhere) + R"("})", data), "null") << nowhere;
  EXPECT_EQ(result(R"({"var": ""})", "[1]"), "[1]");
}

TEST(CertLogic, TruthIsNarrow) {
  const auto chosen = [](const std::string& guard) { return result(R"({"if": [{"var": ""}, 1, 2]})", guard); };
  for (const char* truthy : {"true", R"("0")", "-1", "2.0", "[null]", R"({"a": null})"})
    EXPECT_EQ(chosen(truthy), "1") << truthy;
  for (const char* falsy : {"false", "null", R"("")", "0", "0.0", "[]", "{}"}) EXPECT_EQ(chosen(falsy), "2") << falsy;
  EXPECT_EQ(chosen("0.5"), "if: the guard must be truthy or falsy, not a number that is no integer");
  EXPECT_EQ(result(R"({"!": [{"plusTime": ["2021-06-01", 0, "day"]}]})"),
            "!: the operand must be truthy or falsy, not a date-time");
  EXPECT_EQ(result(R"({"and": [true, {"var": ""}]})", "1.5"),
            "and: operands must be truthy or falsy, not a number that is no integer");
}

TEST(CertLogic, AndAndIfEvaluateNoMoreThanTheyNeed) {
  EXPECT_EQ(result(R"({"and": [1, "", {"+": ["a", 1]}]})"), R"("")");
  EXPECT_EQ(result(R"({"and": [1, "a", [2]]})"), "[2]");
  EXPECT_EQ(result(R"({"if": [0, {"+": ["a", 1]}, "else"]})"), R"("else")");
}

TEST(CertLogic, EqualityConvertsNothing) {
  EXPECT_EQ(result(R"({"===": [1, "1"]})"), "false");
  EXPECT_EQ(result(R"({"===": [0, false]})"), "false");
  EXPECT_EQ(result(R"({"===": [{"var": "x"}, {"var": "y"}]})"), "true") << "null is null";
  EXPECT_EQ(result(R"({"===": [2, {"var": ""}]})", "2.0"), "true");
  EXPECT_EQ(result(R"({"===": [[], ""]})"), "false");
  EXPECT_EQ(result(R"({"===": [[1], [1]]})"), "===: compares texts, integers, booleans and null, not an array");
}

TEST(CertLogic, InLooksThroughAnArray) {
  EXPECT_EQ(result(R"({"in": ["b", ["a", "b"]]})"), "true");
  EXPECT_EQ(result(R"({"in": [1, ["1"]]})"), "false");
  EXPECT_EQ(result(R"({"in": ["a", {"var": "x"}]})"), "in: the second operand must be an array, not null");
  EXPECT_EQ(result(R"({"in": ["a", "abc"]})"), "in: the second operand must be an array, not a text");
}

TEST(CertLogic, ComparisonsTakeIntegersOnlyInAllThreePlaces) {
  EXPECT_EQ(result(R"({"<": [1, 2, 3]})"), "true");
  EXPECT_EQ(result(R"({">=": [3, 3, 4]})"), "false");
  EXPECT_EQ(result(R"({">": ["2", 1]})"), ">: compares integers, not a text");
  EXPECT_EQ(result(R"({"<=": [2, 1, {"var": "x"}]})"), "<=: compares integers, not null") << "whatever the others say";
  EXPECT_EQ(result(R"({"<": [1, {"var": ""}]})", "1.5"), "<: compares integers, not a number that is no integer");
}

TEST(CertLogic, SumsStayInRange) {
  EXPECT_EQ(result(R"({"+": [1, -2]})"), "-1");
  EXPECT_EQ(result(R"({"+": [9223372036854775807, 1]})"), "+: the sum is out of range");
  EXPECT_EQ(result(R"({"+": ["1", 2]})"), "+: adds integers, not a text");
}

TEST(CertLogic, DateTimesAreMadeAndCompared) {
  EXPECT_EQ(result(R"({"plusTime": ["2021-06-01T12:00:00+02:00", 36, "hour"]})"), R"("2021-06-02T22:00:00.000Z")");
  EXPECT_EQ(result(R"({"dccDateOfBirth": ["1990-02"]})"), R"("1990-02-28T00:00:00.000Z")");
  const auto compared = [](const std::string& operation, const std::string& left, const std::string& right) {
    return result(R"({")" + operation + R"(": [{"plusTime": [")" + left + R"(", 0, "day"]}, {"plusTime": [")" + right +
                  R"(", 0, "day"]}]})");
  };
  EXPECT_EQ(compared("after", "2021-06-02", "2021-06-01"), "true");
  EXPECT_EQ(compared("before", "2021-06-01", "2021-06-01"), "false");
  EXPECT_EQ(compared("not-after", "2021-06-01T00:00:00Z", "2021-06-01"), "true");
  EXPECT_EQ(compared("not-before", "2021-05-31", "2021-06-01"), "false");
  EXPECT_EQ(result(R"({"after": ["2021-06-02", "2021-06-01"]})"), "after: compares date-times, not a text");
}

TEST(CertLogic, PlusTimeTakesATextAnAmountAndAUnit) {
  EXPECT_EQ(result(R"({"plusTime": [{"var": "x"}, 0, "day"]})"), "plusTime: the date must be a text, not null");
  EXPECT_EQ(result(R"({"plusTime": ["2021-06-01", 1.0, "day"]})"), result(R"({"plusTime": ["2021-06-01", 1, "day"]})"));
  EXPECT_EQ(result(R"({"plusTime": ["2021-06-01", 1.5, "day"]})"), "plusTime: the amount must be an integer");
  EXPECT_EQ(result(R"({"plusTime": ["2021", "1", "day"]})"), "plusTime: the amount must be an integer");
  EXPECT_EQ(result(R"({"plusTime": ["2021", {"+": [1, 1]}, "day"]})"), "plusTime: the amount must be an integer");
  EXPECT_EQ(result(R"({"plusTime": ["2021", 1, "minute"]})"),
            R"(plusTime: the unit must be "year", "month", "day" or "hour")");
  EXPECT_EQ(result(R"({"plusTime": [{"plusTime": ["2021", 0, "day"]}, 1, "day"]})"),
            "plusTime: the date must be a text, not a date-time");
}

TEST(CertLogic, ReduceFoldsFromTheLeftAndSeesNothingElse) {
  const std::string words = R"({"words": ["a", "b"], "x": 1})";
  EXPECT_EQ(result(R"({"reduce": [{"var": "words"}, [{"var": "accumulator"}, {"var": "current"}], "-"]})", words),
            R"([["-","a"],"b"])");
  EXPECT_EQ(result(R"({"reduce": [{"var": "words"}, {"var": "x"}, 0]})", words), "null");
  EXPECT_EQ(result(R"({"reduce": [{"var": "nothing"}, 1, {"var": "x"}]})", words), "1");
  EXPECT_EQ(result(R"({"reduce": [[], 1, 0]})"), "0");
  EXPECT_EQ(result(R"({"reduce": [[7], {"var": ""}, 0]})"), R"({"accumulator":0,"current":7})");
  EXPECT_EQ(result(R"({"reduce": ["text", 1, 0]})"), "reduce: the first operand must be an array, not a text");
  EXPECT_EQ(result(R"({"reduce": [[1], {"+": [{"var": "current"}, "a"]}, 0]})"),
            "reduce/1/+: adds integers, not a text");
}

TEST(CertLogic, IdentifiersAreTakenApart) {
  const auto fragment = [](const std::string& uvci, int index) {
    return result(R"({"extractFromUVCI": [{"var": ""}, )" + std::to_string(index) + "]}", uvci);
  };
  EXPECT_EQ(fragment(R"("URN:UVCI:01:NL:187/37512422923#X")", 4), R"("X")");
  EXPECT_EQ(fragment(R"("URN:UVCI:")", 0), R"("")");
  EXPECT_EQ(fragment(R"("urn:uvci:01")", 0), R"("urn")");
  EXPECT_EQ(fragment(R"("a::c/#/f")", 5), R"("f")");
  EXPECT_EQ(fragment(R"("a")", 1), "null");
  EXPECT_EQ(fragment("7", 0), "extractFromUVCI: the first operand must be a text, not an integer");
  EXPECT_EQ(result(R"({"extractFromUVCI": ["a", "0"]})"), "extractFromUVCI: the index must be an integer");
}

}  // namespace
}  // namespace gate
