#pragma once

#include <string_view>

/// What a free text of a plan may look like. Every text has a shape, so that nothing reaches a
/// rendered file that a shell, GRUB, iPXE, a switch or nft could read as more than a word.
namespace rackseed::config {

struct Shape {
  bool (*accepts)(std::string_view text) = nullptr;
  std::string_view wants{};  ///< completes `"x" is not ...`
};

/// False for control, invisible and direction-changing characters, and for the one that stands for
/// an invalid byte.
[[nodiscard]] bool is_printable(char32_t c);

[[nodiscard]] bool is_label(std::string_view text);
[[nodiscard]] bool is_name(std::string_view text);
[[nodiscard]] bool is_nic_name(std::string_view text);
[[nodiscard]] bool is_word(std::string_view text);
[[nodiscard]] bool is_host_name(std::string_view text);
[[nodiscard]] bool is_domain(std::string_view text);
[[nodiscard]] bool is_url(std::string_view text);
[[nodiscard]] bool is_seed_url(std::string_view text);
[[nodiscard]] bool is_file_name(std::string_view text);
[[nodiscard]] bool is_path(std::string_view text);
[[nodiscard]] bool is_port(std::string_view text);
[[nodiscard]] bool is_time_zone(std::string_view text);
[[nodiscard]] bool is_free_text(std::string_view text);
[[nodiscard]] bool is_public_key(std::string_view text);
[[nodiscard]] bool is_digest(std::string_view text);
[[nodiscard]] bool is_volume_size(std::string_view text);
[[nodiscard]] bool is_speed(std::string_view text);

/// For names that a rule judges later, with its own message.
inline constexpr Shape kLabel{is_label, "printable text of 1 to 255 bytes"};
inline constexpr Shape kName{
    is_name, "a name (letters, digits, _ . and -, at most 63, the first a letter or digit)"};
inline constexpr Shape kNicName{
    is_nic_name, "a NIC name (letters, digits, _ . and -, at most 15, the first a letter)"};
inline constexpr Shape kWord{is_word, "a word (letters, digits, _ . + and -, at most 63)"};
inline constexpr Shape kHostName{is_host_name, "a host name (letters, digits and -, at most 63)"};
inline constexpr Shape kDomain{is_domain, "a domain name such as api.example.com"};
inline constexpr Shape kHost{is_domain, "a host name or an IPv4 address"};
inline constexpr Shape kUrl{is_url, "a URL such as https://s3.example.com:443"};
inline constexpr Shape kSeedUrl{is_seed_url, "a URL such as http://{seed.NETWORK}/apt/ubuntu"};
inline constexpr Shape kFileName{is_file_name, "a file name (letters, digits, _ . + and -)"};
inline constexpr Shape kPath{is_path, "a path such as out/configuration, without .."};
inline constexpr Shape kPort{is_port, "a port such as Ethernet48 or Ethernet1/3"};
inline constexpr Shape kTimeZone{is_time_zone, "a time zone such as Etc/UTC"};
inline constexpr Shape kFreeText{
    is_free_text, "plain text (printable, at most 128 bytes, no quotes, backslashes, $ ` { or })"};
inline constexpr Shape kPublicKey{is_public_key,
                                  "a public SSH key such as ssh-ed25519 AAAA... name"};
inline constexpr Shape kDigest{is_digest, "auto or a SHA-256 of 64 hexadecimal digits"};
inline constexpr Shape kVolumeSize{is_volume_size, "a size such as 50G (K, M, G, T or P)"};
inline constexpr Shape kSpeed{is_speed, "a speed such as 100M, 1G or 25G"};

/// The speed of a text that is_speed() accepts, in Mbit/s.
[[nodiscard]] int parse_speed_mbps(std::string_view text);

}  // namespace rackseed::config
