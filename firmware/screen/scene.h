#pragma once

#include <array>
#include <string_view>

namespace gate {

/// What a scene is about, told by colour and by the shape of the sign, never by colour alone: a rounded square
/// (neutral), a speech bubble (guide), a ring (wait), a circle (good), an octagon (stop), a triangle (trouble), a wide
/// exit sign (exit).
enum class Tone { kNeutral, kGuide, kWait, kGood, kStop, kTrouble, kExit };
inline constexpr std::array kTones{Tone::kNeutral, Tone::kGuide,   Tone::kWait, Tone::kGood,
                                   Tone::kStop,    Tone::kTrouble, Tone::kExit};

/// What is drawn in the sign.
enum class Pictogram {
  kFace,       ///< look here
  kOnePerson,  ///< one alone of several
  kComeCloser,
  kStepBack,
  kIntoOval,
  kLight,
  kHoldStill,
  kCode,
  kTurnLeft,  ///< the visitor's own left: the left of a mirrored picture
  kTurnRight,
  kHourglass,
  kTick,
  kArrow,  ///< go through
  kCross,
  kQuestion,  ///< not known
  kDocument,  ///< pass or certificate does not hold
  kCalendar,  ///< too early, too late
  kExclamation,
  kCamera,  ///< the camera is lost
  kWrench,
  kDoor,   ///< the way out is open
  kStick,  ///< plug in the stick
};
inline constexpr std::array kPictograms{
    Pictogram::kFace,      Pictogram::kOnePerson, Pictogram::kComeCloser,  Pictogram::kStepBack, Pictogram::kIntoOval,
    Pictogram::kLight,     Pictogram::kHoldStill, Pictogram::kCode,        Pictogram::kTurnLeft, Pictogram::kTurnRight,
    Pictogram::kHourglass, Pictogram::kTick,      Pictogram::kArrow,       Pictogram::kCross,    Pictogram::kQuestion,
    Pictogram::kDocument,  Pictogram::kCalendar,  Pictogram::kExclamation, Pictogram::kCamera,   Pictogram::kWrench,
    Pictogram::kDoor,      Pictogram::kStick};

/// What is heard when a scene begins (sound_signs.h).
enum class SoundSign {
  kNone,
  kWelcome,    ///< go through
  kRefused,    ///< not this time
  kAttention,  ///< look at the screen: there is something to do
  kAlarm,      ///< leave by the way out
};
inline constexpr std::array kSoundSigns{SoundSign::kWelcome, SoundSign::kRefused, SoundSign::kAttention,
                                        SoundSign::kAlarm};

/// "welcome", "refused", …; "none".
std::string_view to_string(SoundSign sign);

/// What is in the screen's panel, beside or above the words.
enum class Panel {
  kSign,    ///< the sign alone; elsewhere it is smaller, above the words, or left out
  kMirror,  ///< the visitor sees themselves
  kCode,    ///< a QR code to take away
  kDigits,  ///< digits to type elsewhere
};

/// One thing said to a visitor: a sign, a sentence and what to do next. Plain value; never a name, a pass or a picture.
struct Scene {
  std::string_view message;  ///< key of both sentences in the language files; of static storage
  Pictogram pictogram = Pictogram::kFace;
  Tone tone = Tone::kNeutral;
  Panel panel = Panel::kSign;
  SoundSign sound = SoundSign::kNone;

  bool operator==(const Scene&) const = default;
};

}  // namespace gate
