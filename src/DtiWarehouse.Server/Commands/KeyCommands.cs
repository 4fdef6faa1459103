using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using DtiWarehouse.Schema;
using DtiWarehouse.Server.Access;
using DtiWarehouse.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace DtiWarehouse.Server.Commands;

/// <summary>
/// <c>keys create|list|revoke|rotate</c>: the keys that callers read with. A key's text is printed once, when it is made; a
/// running server knows of every change within two seconds.
/// </summary>
public static class KeyCommands
{
    private const int LongestName = 100, MostUnits = 100;

    public static Command Create() =>
        new("keys", "Khóa truy cập: tạo, liệt kê, thu hồi, thay. / Access keys: create, list, revoke, rotate.") { CreateNew(), CreateList(), CreateRevoke(), CreateRotate() };

    private static Command CreateNew()
    {
        var name = new Option<string>("--name") { Description = "Khóa dành cho ai, để nhận ra trong danh sách. / Whom the key is for, to know it in the list.", Required = true };
        var role = new Option<string>("--role") { Description = "reader (mặc định / default), operator, administrator.", DefaultValueFactory = _ => "reader" };
        var unit = new Option<string[]>("--unit")
        {
            Description = "Mã định danh đơn vị: khóa chỉ đọc được số liệu của đơn vị này và cấp dưới; có thể lặp lại. / Code of a unit: the key reads the facts of it and what is below only; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
        };
        var expires = new Option<string?>("--expires") { Description = "Ngày hết hạn (yyyy-MM-dd). / Day on which it ends (yyyy-MM-dd)." };
        var command = new Command("create", "Tạo khóa và in ra một lần. / Make a key and print it once.") { name, role, unit, expires };
        command.SetAction(parsed => Guarded(store =>
        {
            var units = parsed.GetValue(unit) ?? [];
            var kind = RoleOf(parsed.GetValue(role)!);
            CheckName(parsed.GetValue(name)!);
            CheckUnits(store.Settings, kind, units);
            var made = store.Keys.Create(parsed.GetValue(name)!, kind, units, End(parsed.GetValue(expires)));
            store.Audit.Add(AuditKind.KeyCreated, "command", $"{made.Key.KeyId} {kind} {string.Join(' ', units)}");
            Tell(made);
        }));
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "Liệt kê khóa; không có phần bí mật. / List the keys, without their secrets.");
        command.SetAction(_ => Guarded(store =>
        {
            var now = DateTimeOffset.UtcNow;
            foreach (var key in store.Keys.List())
            {
                var state = key.RevokedAt <= now ? "đã thu hồi / revoked" : key.ExpiresAt <= now ? "hết hạn / expired" : "dùng được / valid";
                Console.WriteLine(
                    $"{key.KeyId}  {key.Role,-13}  {Day(key.CreatedAt)} – {((key.RevokedAt ?? key.ExpiresAt) is { } end ? Day(end) : "          ")}  {state}  {key.Name}{(key.UnitCodes.Count > 0 ? $"  [{string.Join(' ', key.UnitCodes)}]" : "")}");
            }
        }));
        return command;
    }

    private static Command CreateRevoke()
    {
        var id = IdArgument();
        var command = new Command("revoke", "Thu hồi khóa ngay. / End a key at once.") { id };
        command.SetAction(parsed => Guarded(store =>
        {
            var key = parsed.GetValue(id)!;
            if (!store.Keys.Revoke(key, DateTimeOffset.UtcNow))
            {
                throw NoSuchKey(key);
            }
            store.Audit.Add(AuditKind.KeyRevoked, "command", key);
            Console.WriteLine($"{key}: đã thu hồi. / revoked.");
        }));
        return command;
    }

    private static Command CreateRotate()
    {
        var id = IdArgument();
        var grace = new Option<int>("--grace-hours") { Description = "Khóa cũ còn dùng được mấy giờ nữa. / How many hours the old key goes on.", DefaultValueFactory = _ => 24 };
        var command = new Command("rotate", "Tạo khóa mới thay khóa cũ, cùng quyền. / Make a new key in place of one, with the same rights.") { id, grace };
        command.SetAction(parsed => Guarded(store =>
        {
            var hours = parsed.GetValue(grace);
            if (hours is < 0 or > 8784)
            {
                throw new SettingsException($"--grace-hours {hours}: cần từ 0 đến 8784. / 0 to 8784 is expected.");
            }
            var now = DateTimeOffset.UtcNow;
            var old = store.Keys.List().FirstOrDefault(k => k.KeyId == parsed.GetValue(id) && k.IsValid(now)) ?? throw NoSuchKey(parsed.GetValue(id)!);
            var made = store.Keys.Create(old.Name, old.Role, old.UnitCodes, old.ExpiresAt);
            store.Keys.Revoke(old.KeyId, now.AddHours(hours));
            store.Audit.Add(AuditKind.KeyRotated, "command", $"{old.KeyId} → {made.Key.KeyId}");
            Tell(made);
        }));
        return command;
    }

    private static Argument<string> IdArgument() => new("id") { Description = "Mã khóa, xem keys list. / The key's id, see keys list." };

    /// <summary>The text goes out alone on its line, so that a script can take it.</summary>
    private static void Tell((ApiKey Key, string Text) made)
    {
        Console.Error.WriteLine($"Khóa {made.Key.KeyId} ({made.Key.Role}). Hãy cất ngay: khóa không được lưu và không hiện lại. / Key {made.Key.KeyId} ({made.Key.Role}). Put it away now: it is not kept and not shown again.");
        Console.WriteLine(made.Text);
    }

    private static CallerRole RoleOf(string text) => text.ToLowerInvariant() switch
    {
        "reader" => CallerRole.Reader,
        "operator" => CallerRole.Operator,
        "administrator" => CallerRole.Administrator,
        _ => throw new SettingsException($"--role {text}: chỉ nhận reader, operator, administrator. / reader, operator or administrator is expected."),
    };

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
        {
            throw new SettingsException($"--name: cần một dòng từ 1 đến {LongestName} ký tự. / a line of 1 to {LongestName} characters is expected.");
        }
    }

    private static void CheckUnits(WarehouseSettings settings, CallerRole role, string[] units)
    {
        if (units.Length == 0)
        {
            return;
        }
        if (role is not CallerRole.Reader || units.Length > MostUnits)
        {
            throw new SettingsException($"--unit: chỉ khóa reader gắn được với đơn vị, tối đa {MostUnits}. / only keys of readers are bound to units, at most {MostUnits}.");
        }
        using var warehouse = settings.Warehouse.OpenReader();
        foreach (var unit in units)
        {
            if (!warehouse.Units.Any(u => u.UnitCode == unit))
            {
                throw new SettingsException($"--unit {unit}: kho không có mã đơn vị này; xem UnitCode của Units. / the warehouse has no such unit; see UnitCode of Units.");
            }
        }
    }

    private static DateTimeOffset? End(string? text)
    {
        if (text is null)
        {
            return null;
        }
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Warehouse.LocalOffset) is var end && end > DateTimeOffset.UtcNow
            ? end
            : throw new SettingsException($"--expires {text}: cần một ngày trong tương lai như 2027-01-31. / a day to come, such as 2027-01-31, is expected.");
    }

    private static SettingsException NoSuchKey(string id) => new($"{id}: không có khóa còn hiệu lực với mã này; xem keys list. / there is no valid key of that id; see keys list.");

    private static string Day(DateTimeOffset instant) => instant.ToOffset(Warehouse.LocalOffset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Store(WarehouseSettings Settings, ApiKeys Keys, AuditLog Audit);

    /// <summary>Exit 0 when it is done, 1 when the database refused, 2 when the command or a setting is wrong.</summary>
    private static int Guarded(Action<Store> action)
    {
        try
        {
            var settings = CommandSettings.Read();
            var operations = settings.Database.Operations;
            operations.Create();
            action(new Store(settings, new ApiKeys(operations, TimeProvider.System), new AuditLog(operations, TimeProvider.System, NullLoggerFactory.Instance)));
            return 0;
        }
        catch (Exception wrong) when (wrong is SettingsException or NotDeployedException)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Chưa xong: cơ sở dữ liệu từ chối. / It was not done: the database refused. ({failure.Message})");
            return 1;
        }
    }
}
