using System.Globalization;

namespace DtiWarehouse.Etl.Sample;

/// <summary>
/// The catalogue: 770 procedures of 15 departments, the districts and the communes. Codes starting with 3.9 are made up; the few
/// others are well-known national codes. On 30 June 2018, 198 are at level 3 or 4 (construction 30, transport 18, industry 9,
/// districts 13); in 2021, 195 are at level 4 and 372 at level 3.
/// </summary>
internal sealed class SampleCatalogue
{
    private static readonly string[] Actions = ["Cấp", "Cấp lại", "Gia hạn", "Điều chỉnh", "Cấp đổi", "Thu hồi", "Xác nhận", "Thẩm định", "Đính chính", "Bổ sung"];

    private static readonly (string Code, string Name, string Sector, int TermDays, bool HasFee)[] KnownOfCommunes =
    [
        ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", 1, false),
        ("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch", 1, false),
        ("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch", 1, false),
        ("2.000635", "Thủ tục cấp bản sao trích lục hộ tịch", "Hộ tịch", 1, true),
        ("2.000815", "Thủ tục chứng thực bản sao từ bản chính giấy tờ, văn bản", "Chứng thực", 0, true),
        ("2.000884", "Thủ tục chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực", 0, true),
    ];

    private static readonly ProcedureGroup[] Groups =
    [
        new(SampleDepartments.Construction, 40, 30, 14, 20,
            new("Hoạt động xây dựng", "giấy phép xây dựng công trình cấp I, cấp II", "chứng chỉ năng lực hoạt động xây dựng hạng II, hạng III", "chứng chỉ hành nghề hoạt động xây dựng"),
            new("Quy hoạch - kiến trúc", "giấy phép quy hoạch dự án đầu tư", "chứng chỉ hành nghề kiến trúc", "nhiệm vụ quy hoạch chi tiết"),
            new("Nhà ở và kinh doanh bất động sản", "chứng chỉ hành nghề môi giới bất động sản", "quyết định công nhận nhà chung cư", "giấy xác nhận nhà ở xã hội")),
        new(SampleDepartments.Transport, 44, 18, 16, 22,
            new("Đường bộ", "giấy phép lái xe", "giấy phép kinh doanh vận tải bằng xe ô tô", "phù hiệu xe ô tô", "giấy phép liên vận quốc tế"),
            new("Đường thủy nội địa", "giấy chứng nhận đăng ký phương tiện thủy nội địa", "chứng chỉ chuyên môn thủy thủ", "giấy phép hoạt động bến thủy"),
            new("Đăng kiểm", "giấy chứng nhận thẩm định thiết kế xe cải tạo", "giấy chứng nhận đủ điều kiện kiểm định xe")),
        new(SampleDepartments.Industry, 44, 9, 14, 24,
            new("Lưu thông hàng hóa trong nước", "giấy phép bán buôn rượu", "giấy chứng nhận cửa hàng đủ điều kiện bán lẻ xăng dầu", "giấy phép bán buôn sản phẩm thuốc lá"),
            new("Điện lực", "giấy phép hoạt động bán lẻ điện", "giấy phép tư vấn chuyên ngành điện lực"),
            new("Hóa chất và vật liệu nổ", "giấy chứng nhận đủ điều kiện sản xuất hóa chất", "giấy phép sử dụng vật liệu nổ công nghiệp"),
            new("Xúc tiến thương mại", "đăng ký thực hiện khuyến mại", "đăng ký tổ chức hội chợ, triển lãm thương mại")),
        new(SampleDepartments.Planning, 44, 28, 24, 18,
            new("Thành lập và hoạt động doanh nghiệp", "giấy chứng nhận đăng ký doanh nghiệp tư nhân", "giấy chứng nhận đăng ký công ty trách nhiệm hữu hạn", "giấy chứng nhận đăng ký công ty cổ phần", "giấy chứng nhận đăng ký hoạt động chi nhánh"),
            new("Đầu tư tại Việt Nam", "giấy chứng nhận đăng ký đầu tư", "quyết định chấp thuận chủ trương đầu tư", "văn phòng điều hành của nhà đầu tư nước ngoài"),
            new("Hợp tác xã", "giấy chứng nhận đăng ký liên hiệp hợp tác xã", "đăng ký chi nhánh liên hiệp hợp tác xã")),
        new(SampleDepartments.Environment, 46, 20, 8, 28,
            new("Đất đai", "giấy chứng nhận quyền sử dụng đất cho tổ chức", "quyết định giao đất, cho thuê đất", "đăng ký biến động quyền sử dụng đất", "đăng ký thế chấp quyền sử dụng đất"),
            new("Tài nguyên nước", "giấy phép khai thác nước mặt", "giấy phép thăm dò nước dưới đất"),
            new("Khoáng sản", "giấy phép khai thác khoáng sản", "giấy phép thăm dò khoáng sản"),
            new("Môi trường", "giấy phép môi trường", "báo cáo đánh giá tác động môi trường")),
        new(SampleDepartments.Labour, 40, 20, 14, 22,
            new("Việc làm", "giấy phép lao động cho người nước ngoài", "giấy phép hoạt động dịch vụ việc làm", "quyết định hưởng trợ cấp thất nghiệp"),
            new("Người có công", "trợ cấp ưu đãi người có công", "thẻ thương binh", "giấy chứng nhận thân nhân liệt sĩ"),
            new("Bảo trợ xã hội", "giấy phép hoạt động cơ sở trợ giúp xã hội", "quyết định tiếp nhận đối tượng bảo trợ"),
            new("Giáo dục nghề nghiệp", "giấy chứng nhận đăng ký hoạt động giáo dục nghề nghiệp", "quyết định công nhận hiệu trưởng trường trung cấp")),
        new(SampleDepartments.Health, 48, 24, 16, 26,
            new("Khám bệnh, chữa bệnh", "giấy phép hành nghề khám bệnh, chữa bệnh", "giấy phép hoạt động phòng khám đa khoa", "giấy phép hoạt động cơ sở dịch vụ y tế"),
            new("Dược phẩm", "chứng chỉ hành nghề dược", "giấy chứng nhận đủ điều kiện kinh doanh dược", "giấy chứng nhận thực hành tốt bán lẻ thuốc"),
            new("An toàn thực phẩm và dinh dưỡng", "giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm", "đăng ký bản công bố sản phẩm")),
        new(SampleDepartments.Justice, 32, 16, 10, 18,
            new("Lý lịch tư pháp", "phiếu lý lịch tư pháp cho công dân Việt Nam", "phiếu lý lịch tư pháp theo yêu cầu của cơ quan nhà nước"),
            new("Luật sư", "giấy đăng ký hoạt động tổ chức hành nghề luật sư", "giấy đăng ký hành nghề luật sư với tư cách cá nhân"),
            new("Công chứng", "giấy đăng ký hoạt động văn phòng công chứng", "thẻ công chứng viên")),
        new(SampleDepartments.Agriculture, 44, 6, 12, 26,
            new("Thủy sản", "giấy chứng nhận đăng ký tàu cá", "giấy phép khai thác thủy sản", "giấy xác nhận nguyên liệu thủy sản"),
            new("Trồng trọt và bảo vệ thực vật", "giấy phép kinh doanh thuốc bảo vệ thực vật", "giấy chứng nhận kiểm dịch thực vật"),
            new("Chăn nuôi và thú y", "giấy chứng nhận kiểm dịch động vật", "chứng chỉ hành nghề thú y"),
            new("Lâm nghiệp", "quyết định chuyển mục đích sử dụng rừng", "mã số cơ sở nuôi động vật rừng")),
        new(SampleDepartments.Culture, 26, 5, 8, 12,
            new("Du lịch", "thẻ hướng dẫn viên du lịch", "giấy phép kinh doanh dịch vụ lữ hành nội địa"),
            new("Văn hóa", "giấy phép tổ chức triển lãm", "giấy phép biểu diễn nghệ thuật"),
            new("Thể dục thể thao", "giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao")),
        new(SampleDepartments.Education, 18, 3, 4, 8,
            new("Giáo dục trung học", "quyết định thành lập trường trung học phổ thông", "quyết định chuyển trường cho học sinh"),
            new("Văn bằng, chứng chỉ", "bản sao văn bằng, chứng chỉ từ sổ gốc", "quyết định chỉnh sửa nội dung văn bằng")),
        new(SampleDepartments.Information, 12, 4, 4, 6,
            new("Báo chí, xuất bản", "giấy phép xuất bản tài liệu không kinh doanh", "giấy phép hoạt động in"),
            new("Bưu chính, viễn thông", "giấy phép bưu chính", "giấy chứng nhận điểm cung cấp trò chơi điện tử")),
        new(SampleDepartments.Science, 10, 2, 2, 5,
            new("Hoạt động khoa học và công nghệ", "giấy chứng nhận đăng ký hoạt động khoa học", "giấy chứng nhận doanh nghiệp khoa học và công nghệ"),
            new("An toàn bức xạ", "giấy phép sử dụng thiết bị X-quang")),
        new(SampleDepartments.Interior, 8, 0, 2, 3,
            new Sector("Tổ chức phi chính phủ", "quyết định cho phép thành lập hội", "giấy phép thành lập quỹ xã hội")),
        new(SampleDepartments.Finance, 4, 0, 2, 2,
            new Sector("Tin học - thống kê", "mã số đơn vị có quan hệ với ngân sách")),
        new(0, 190, 13, 35, 90,
            new("Thành lập và hoạt động hộ kinh doanh", "giấy chứng nhận đăng ký hộ kinh doanh", "thông báo thay đổi nội dung hộ kinh doanh", "giấy chứng nhận đăng ký hợp tác xã"),
            new("Đất đai", "giấy chứng nhận quyền sử dụng đất lần đầu", "đăng ký biến động đất đai của hộ gia đình", "quyết định chuyển mục đích sử dụng đất", "đăng ký thế chấp của cá nhân"),
            new("Xây dựng", "giấy phép xây dựng nhà ở riêng lẻ", "giấy phép di dời công trình", "giấy phép sửa chữa, cải tạo nhà ở"),
            new("Hộ tịch", "trích lục hộ tịch có yếu tố nước ngoài", "giấy chứng nhận kết hôn có yếu tố nước ngoài", "quyết định thay đổi, cải chính hộ tịch"),
            new("Bảo trợ xã hội", "quyết định trợ cấp xã hội hằng tháng", "giấy xác nhận mức độ khuyết tật", "quyết định hỗ trợ chi phí mai táng"),
            new("Giáo dục và đào tạo", "quyết định cho phép trường mầm non hoạt động", "quyết định chuyển trường trung học cơ sở", "bản sao văn bằng trung học cơ sở"),
            new("Lưu thông hàng hóa", "giấy phép bán lẻ rượu", "giấy phép bán lẻ sản phẩm thuốc lá", "giấy phép sản xuất rượu thủ công")),
        new(-1, 120, 0, 10, 42,
            new("Hộ tịch", "giấy xác nhận tình trạng hôn nhân", "đăng ký giám hộ", "đăng ký nhận cha, mẹ, con"),
            new("Chứng thực", "chứng thực hợp đồng, giao dịch", "chứng thực di chúc", "chứng thực văn bản thỏa thuận phân chia di sản"),
            new("Người có công", "giấy xác nhận thân nhân người có công", "hồ sơ hưởng mai táng phí", "sổ ưu đãi giáo dục"),
            new("Bảo trợ xã hội", "giấy xác nhận hộ nghèo, hộ cận nghèo", "hồ sơ trợ cấp hưu trí xã hội", "giấy xác nhận khuyết tật"),
            new("Đất đai", "giấy xác nhận hiện trạng sử dụng đất", "biên bản hòa giải tranh chấp đất đai", "giấy xác nhận nguồn gốc đất")),
    ];

    public SampleCatalogue(double size)
    {
        // Small exports need a small catalogue too: service snapshots repeat it every month.
        var share = Math.Min(1.0, Math.Max(size * 2, 0.1));
        foreach (var group in Groups)
        {
            var kept = share >= 1 ? group : Shrink(group, share);
            for (var rank = 0; rank < kept.Count; rank++)
            {
                Procedures.Add(Build(kept, rank, Procedures.Count));
            }
        }
    }

    public List<SampleProcedure> Procedures { get; } = [];

    public IEnumerable<SampleProcedure> OfDepartments => Procedures.Where(p => p.Department > 0);
    public IEnumerable<SampleProcedure> OfDistricts => Procedures.Where(p => p.Department == 0);
    public IEnumerable<SampleProcedure> OfCommunes => Procedures.Where(p => p.Department == -1);

    private static ProcedureGroup Shrink(ProcedureGroup group, double share)
    {
        int Part(int count) => (int)Math.Ceiling(count * share);
        return group with
        {
            Count = Math.Max(Part(group.Count), Part(group.Full2021) + Part(group.Partial2021)),
            Online2018 = Part(group.Online2018),
            Full2021 = Part(group.Full2021),
            Partial2021 = Part(group.Partial2021),
        };
    }

    private static SampleProcedure Build(ProcedureGroup group, int rank, int serial)
    {
        // The well-known ones stand where level 3 (2021) and "một phần" (2023) are.
        var known = group.Department == -1 ? rank - 22 : -1;
        if (known >= 0 && known < KnownOfCommunes.Length)
        {
            var (knownCode, knownName, knownSector, knownTerm, knownFee) = KnownOfCommunes[known];
            return new SampleProcedure(group, rank, knownCode, knownName, knownSector, 120 - known * 8, knownTerm, knownFee);
        }
        var sector = group.Sectors[rank % group.Sectors.Length];
        var turn = rank / group.Sectors.Length;
        var subject = sector.Objects[turn % sector.Objects.Length];
        var action = Actions[turn / sector.Objects.Length % Actions.Length];
        var code = $"3.{(900_000 + serial * 7).ToString("000000", CultureInfo.InvariantCulture)}";
        var scatter = (int)(StableHash.Of(code) >> 33);
        int[] terms = group.Department == -1 ? [0, 1, 2, 3, 5] : group.Department == 0 ? [2, 3, 5, 7, 10, 15, 20] : [3, 5, 7, 10, 15, 20, 30];
        var weight = sector.Name == "Thủy sản" ? 30 : 2 + 60 / (1 + scatter % 30);
        return new SampleProcedure(group, rank, code, $"{action} {subject}", sector.Name, weight, terms[scatter / 30 % terms.Length], scatter / 7 % 10 < 6);
    }
}
